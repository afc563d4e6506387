// The threads that go through a file of cases, some lines at a time.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "repl/whatif/impact_share.h"

namespace remit::whatif {

// The lines of a file in windows.
class Windows {
 public:
  explicit Windows(const std::function<std::optional<std::string_view>()>& next) : next_(next) {}

  // Those that are not blank; none at the end of the file. `window`: an old one, whose memory is used again.
  auto next(LineWindow window) -> LineWindow;

 private:
  const std::function<std::optional<std::string_view>()>& next_;
  std::uint64_t number_ = 0;
};

// The thread that asks is one of them. Shares are taken in the order in which windows were given, so that the report
// does not depend on who was faster. The question outlives this.
class Crew {
 public:
  explicit Crew(const ImpactQuestion& question);
  Crew(const Crew&) = delete;
  auto operator=(const Crew&) -> Crew& = delete;
  ~Crew();

  // Nothing was given that was not taken.
  [[nodiscard]] bool idle() const { return given_ == taken_; }
  // There is enough to do for all.
  [[nodiscard]] bool busy() const;

  void give(LineWindow window);
  // What nobody has begun with is not settled any more.
  void drop_waiting();
  // One that was settled, or a new one.
  auto spare() -> LineWindow;
  // Settles a window, or where none is waiting lets the others settle the one that is to be taken next.
  void work();
  // Absent: the next one is not settled yet.
  auto take() -> std::optional<ImpactShare>;

 private:
  void help(ImpactWorker& worker);
  void settle(ImpactWorker& worker, std::unique_lock<std::mutex>& lock);

  ImpactWorker worker_;
  std::vector<std::unique_ptr<ImpactWorker>> helpers_;
  std::vector<std::thread> threads_;
  std::uint64_t given_ = 0, taken_ = 0;  // only the thread that asks changes them

  std::mutex mutex_;  // of what follows
  std::condition_variable something_;
  std::deque<std::pair<std::uint64_t, LineWindow>> waiting_;
  std::map<std::uint64_t, ImpactShare> done_;
  std::vector<LineWindow> spare_;
  bool ends_ = false;
};

}  // namespace remit::whatif
