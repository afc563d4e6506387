// A policy, and cases of it as they stand when the clock starts: read, and in blocks of columns.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dsl/library/library.h"
#include "engine/batch/settle.h"
#include "engine/program/case.h"
#include "tests/differential/folder.h"

namespace remit::bench {

struct JobFiles {
  std::filesystem::path library;  // a folder
  std::string policy;
  std::filesystem::path cases;  // NDJSON, or `.json` of a single one
  std::string as_of = {};       // of cases that have no date of their own
};

class Job {
 public:
  // At most `most` cases. Ends the process, saying why, where anything is wrong.
  Job(const JobFiles& files, std::size_t most);
  Job(const Job&) = delete;
  auto operator=(const Job&) -> Job& = delete;
  ~Job();

  [[nodiscard]] auto program() const -> const Program& { return compiled_->program(); }
  [[nodiscard]] auto names() const -> const ProgramNames& { return compiled_->names(); }
  [[nodiscard]] auto cases() const -> const std::vector<Case>& { return cases_; }
  [[nodiscard]] auto blocks() const -> const std::vector<std::unique_ptr<batch::CaseBlock>>& { return blocks_; }
  // Of all lists of all cases.
  [[nodiscard]] auto elements() const -> std::uint64_t;

 private:
  std::unique_ptr<differential::Folder> source_;
  std::unique_ptr<PolicyLibrary> library_;
  std::unique_ptr<Compiled> compiled_;
  std::vector<Case> cases_;
  std::vector<std::unique_ptr<batch::CaseBlock>> blocks_;
};

// Says why on stderr and ends the process with status 1.
[[noreturn]] void give_up(const std::string& why);

}  // namespace remit::bench
