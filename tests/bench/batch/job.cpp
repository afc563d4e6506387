#include "tests/bench/batch/job.h"

#include <fstream>
#include <iostream>

#include "dsl/library/offer.h"
#include "engine/io/read_case.h"
#include "engine/value/date.h"

namespace remit::bench {

namespace fs = std::filesystem;

void give_up(const std::string& why) {
  std::cerr << why << "\n";
  std::exit(1);
}

Job::Job(const JobFiles& files, std::size_t most) : source_(std::make_unique<differential::Folder>(files.library)) {
  library_ = std::make_unique<PolicyLibrary>(*source_, "");
  const ReadOptions read{.as_of = parse_date(files.as_of)};
  const auto policy = offering(*library_, "settle", files.policy, read.as_of);
  if (!policy) give_up(policy.error());
  compiled_ = library_->compile(*policy.value(), "settle");
  if (has_errors(compiled_->problems)) give_up(files.policy + " has errors");

  std::ifstream in(files.cases);
  const char end = files.cases.extension() == ".json" ? '\0' : '\n';
  for (std::string line; cases_.size() < most && std::getline(in, line, end);) {
    auto given = read_case(line, program(), names(), read);
    if (!given) {
      const ErrorReport why = report(given.error().front(), "en");
      give_up(files.cases.string() + ":" + std::to_string(cases_.size() + 1) + ": " + why.path + ": " + why.message);
    }
    cases_.push_back(std::move(given).value());
  }
  if (cases_.empty()) give_up(files.cases.string() + ": no cases");

  for (std::span<const Case> rest = cases_; !rest.empty();) {
    const std::size_t size = batch::cases_of_next_block(program(), rest);
    blocks_.push_back(std::make_unique<batch::CaseBlock>(program(), names(), rest.first(size)));
    rest = rest.subspan(size);
  }
}

Job::~Job() = default;

auto Job::elements() const -> std::uint64_t {
  std::uint64_t sum = 0;
  for (const Case& given : cases_) {
    for (const ListColumns& list : given.lists) sum += list.size();
  }
  return sum;
}

}  // namespace remit::bench
