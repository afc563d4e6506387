// Which of many numbered things were met since the last `clear`, in constant time.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace remit {

class Marks {
 public:
  explicit Marks(std::size_t size = 0) : marks_(size) {}  // grows as needed

  // False where it was there already.
  bool add(std::size_t thing) {
    if (thing >= marks_.size()) marks_.resize(thing + 1);
    if (marks_[thing] == now_) return false;
    marks_[thing] = now_;
    return true;
  }
  void clear() {
    if (++now_ != 0) return;
    std::ranges::fill(marks_, 0U);
    now_ = 1;
  }

 private:
  std::vector<std::uint32_t> marks_;
  std::uint32_t now_ = 1;
};

}  // namespace remit
