// Memory for tables that are read all over: from 2 MiB on in large pages, where the system has them, so that finding
// the page does not cost more than reading the line. A line of the table is a line of the cache.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace remit::batch {

template <class T>
struct LargePages {
  using value_type = T;
  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}  // NOLINT: allocators convert
  friend bool operator==(const LargePages&, const LargePages&) = default;

  auto allocate(std::size_t count) -> T* {
    const std::size_t bytes = count * sizeof(T);
    void* const taken = ::operator new(bytes, alignment(bytes));
    if (bytes >= kPage) madvise(taken, bytes, MADV_HUGEPAGE);  // or small pages
    return static_cast<T*>(taken);
  }
  void deallocate(T* taken, std::size_t count) { ::operator delete(taken, alignment(count * sizeof(T))); }

 private:
  static constexpr std::size_t kPage = std::size_t{2} << 20U;
  static constexpr std::size_t kLine = 64;
  static auto alignment(std::size_t bytes) -> std::align_val_t {
    return std::align_val_t{bytes < kPage ? kLine : kPage};
  }
};

}  // namespace remit::batch
