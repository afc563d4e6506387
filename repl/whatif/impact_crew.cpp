#include "repl/whatif/impact_crew.h"

namespace remit::whatif {
namespace {

constexpr std::size_t kWindowLines = 1024;
constexpr std::size_t kWindowBytes = std::size_t{4} << 20U;
constexpr std::uint64_t kAhead = 3;  // so many windows for each thread are read before their turn

}  // namespace

auto Windows::next(LineWindow window) -> LineWindow {
  window.text.clear();
  window.lines.clear();
  while (window.lines.size() < kWindowLines && window.text.size() < kWindowBytes) {
    const auto line = next_();
    if (!line) break;
    ++number_;
    if (line->find_first_not_of(" \t\r") == std::string_view::npos) continue;
    window.lines.push_back({number_, window.text.size(), line->size()});
    window.text += *line;
  }
  return window;
}

Crew::Crew(const ImpactQuestion& question) : worker_(question) {
  for (std::uint32_t i = 1; i < question.options.jobs; ++i)
    helpers_.push_back(std::make_unique<ImpactWorker>(question));
  for (auto& helper : helpers_) threads_.emplace_back([this, &helper] { help(*helper); });
}

Crew::~Crew() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  something_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Crew::busy() const { return given_ - taken_ >= kAhead * (threads_.size() + 1); }

void Crew::give(LineWindow window) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(given_++, std::move(window));
  }
  something_.notify_one();
}

void Crew::drop_waiting() {
  const std::lock_guard lock(mutex_);
  given_ -= waiting_.size();  // those given last
  waiting_.clear();
}

auto Crew::spare() -> LineWindow {
  const std::lock_guard lock(mutex_);
  if (spare_.empty()) return {};
  LineWindow window = std::move(spare_.back());
  spare_.pop_back();
  return window;
}

void Crew::work() {
  std::unique_lock lock(mutex_);
  if (!waiting_.empty()) return settle(worker_, lock);
  something_.wait(lock, [&] { return idle() || done_.contains(taken_); });
}

auto Crew::take() -> std::optional<ImpactShare> {
  const std::lock_guard lock(mutex_);
  auto found = done_.extract(taken_);
  if (found.empty()) return std::nullopt;
  ++taken_;
  return std::move(found.mapped());
}

void Crew::help(ImpactWorker& worker) {
  std::unique_lock lock(mutex_);
  while (true) {
    something_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
    if (ends_) return;
    settle(worker, lock);
  }
}

// Requires: one is waiting.
void Crew::settle(ImpactWorker& worker, std::unique_lock<std::mutex>& lock) {
  auto [number, window] = std::move(waiting_.front());
  waiting_.pop_front();
  lock.unlock();
  ImpactShare share = worker.settle(window);
  lock.lock();
  done_.emplace(number, std::move(share));
  spare_.push_back(std::move(window));
  something_.notify_all();
}

}  // namespace remit::whatif
