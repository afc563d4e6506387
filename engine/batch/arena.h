// Memory for the columns of one block: taken piece by piece, given back all at once.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/batch/kernels/kernels.h"
#include "engine/value/value.h"

namespace remit::batch {

class Arena {
 public:
  // Room for `lanes` lanes, aligned and padded as the kernels want it (at least one group), not initialised.
  template <class T>
  auto lanes(std::size_t count) -> T* {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(take(kernels::padded(count == 0 ? 1 : count) * sizeof(T)));
  }
  // One object, which is never destroyed.
  template <class T, class... Arguments>
  auto make(Arguments&&... arguments) -> T* {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (take(sizeof(T))) T{std::forward<Arguments>(arguments)...};
  }
  // Values, which are destroyed with everything else.
  auto values(std::size_t count) -> Value* {
    values_.push_back(std::make_unique<Value[]>(count == 0 ? 1 : count));
    return values_.back().get();
  }
  // Everything that was taken is gone; the memory stays for the next block.
  void reset() {
    chunk_ = 0;
    used_ = 0;
    values_.clear();
  }

 private:
  struct Free {
    void operator()(std::byte* bytes) const { ::operator delete (bytes, std::align_val_t{kernels::kAlignment}); }
  };
  struct Chunk {
    std::unique_ptr<std::byte, Free> bytes;
    std::size_t size = 0;
  };
  static constexpr std::size_t kChunk = std::size_t{1} << 20;

  auto take(std::size_t bytes) -> void* {
    bytes = (bytes + kernels::kAlignment - 1) / kernels::kAlignment * kernels::kAlignment;
    while (chunk_ < chunks_.size() && used_ + bytes > chunks_[chunk_].size) {
      ++chunk_;
      used_ = 0;
    }
    if (chunk_ == chunks_.size()) {
      const std::size_t size = bytes > kChunk ? bytes : kChunk;
      void* fresh = ::operator new (size, std::align_val_t{kernels::kAlignment});
      chunks_.push_back({std::unique_ptr<std::byte, Free>(static_cast<std::byte*>(fresh)), size});
    }
    void* taken = chunks_[chunk_].bytes.get() + used_;
    used_ += bytes;
    return taken;
  }

  std::vector<Chunk> chunks_;
  std::size_t chunk_ = 0, used_ = 0;
  std::vector<std::unique_ptr<Value[]>> values_;
};

}  // namespace remit::batch
