// Where the memory of the program comes from: `operator new`, for a process that settles a case and ends.
//
// A short process spends much of its time on asking for memory and on touching it for the first time. Here pieces are
// cut from large pages, where the system has them, and a piece that is given back waits for the next of its size.
// Nothing is joined, and nothing goes back to the system: docs/decisions/memory.md tells what that costs.
//
// Each thread has a heap of its own, which the next one takes over when it ends; a piece may be given back by another
// thread, and then waits there. Builds that are watched keep what watches them.
#ifdef NDEBUG
#include <pthread.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>

namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20U;
constexpr std::size_t kRegion = 8 * kLargePage;  // asked for at once; what is not touched costs nothing

// Sizes, their heads included: steps of 16 up to 1 KiB, then four to each doubling. Larger pieces are malloc's.
constexpr std::size_t kStep = 16;
constexpr std::size_t kFine = 1024;
constexpr std::size_t kDoublings = 8;
constexpr std::size_t kLargest = kFine << kDoublings;
constexpr std::size_t kSizes = kFine / kStep + 4 * kDoublings + 1;

// Before the bytes that are handed out, which lie at a multiple of 16: the number of the size, or kSizes of malloc's.
using Head = std::uint64_t;

struct Waiting {
  Waiting* next;
};

struct Heap {
  std::array<Waiting*, kSizes> waiting{};  // by number of the size
  std::byte* at = nullptr;                 // of the region in use: the next head
  std::size_t left = 0;
  Heap* next = nullptr;  // while no thread has it
};

constinit std::mutex handing_over;
Heap* idle = nullptr;  // what threads left that ended
thread_local Heap* mine = nullptr;

void hand_over(void* heap) {
  const std::lock_guard lock(handing_over);
  mine = nullptr;
  static_cast<Heap*>(heap)->next = std::exchange(idle, static_cast<Heap*>(heap));
}

// At the end of a thread, after its thread-local objects, which still give memory back.
auto at_end() -> const pthread_key_t* {
  static pthread_key_t key;
  static const bool made = pthread_key_create(&key, hand_over) == 0;
  return made ? &key : nullptr;
}

bool take_over() {
  const pthread_key_t* const key = at_end();
  {
    const std::lock_guard lock(handing_over);
    if (idle != nullptr) mine = std::exchange(idle, idle->next);
  }
  if (mine == nullptr) {
    void* const place = std::malloc(sizeof(Heap));
    if (place == nullptr) return false;
    mine = new (place) Heap;
  }
  if (key != nullptr) pthread_setspecific(*key, mine);  // or the heap is no one's when the thread ends
  return true;
}

auto number_of(std::size_t size) -> std::size_t {
  if (size <= kFine) return (size + kStep - 1) / kStep;
  const auto doubling = static_cast<std::size_t>(std::bit_width(size - 1)) - std::bit_width(kFine);
  return kFine / kStep + 4 * doubling + ((size - 1) >> (doubling + 8) & 3U) + 1;
}

auto size_of(std::size_t number) -> std::size_t {
  if (number <= kFine / kStep) return number * kStep;
  const std::size_t coarse = number - kFine / kStep - 1;
  return (kFine + (coarse % 4 + 1) * (kFine / 4)) << coarse / 4;
}

auto handed_out(std::byte* head, std::size_t number) -> void* {
  *reinterpret_cast<Head*>(head) = number;
  return head + sizeof(Head);
}

// Begins at a large page. What is left of the region before is lost.
bool begin_region(Heap& heap) {
  void* const mapped = mmap(nullptr, kRegion + kLargePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) return false;
  const auto address = reinterpret_cast<std::uintptr_t>(mapped);
  heap.at = static_cast<std::byte*>(mapped) + (kLargePage - address % kLargePage) % kLargePage;
  madvise(heap.at, kRegion, MADV_HUGEPAGE);  // or small pages
  heap.at += kStep - sizeof(Head);
  heap.left = kRegion - kStep;
  return true;
}

auto from_system(std::size_t size) -> void* {
  auto* const given = static_cast<std::byte*>(std::malloc(size + kStep - sizeof(Head)));
  if (given == nullptr || size < sizeof(Head)) throw std::bad_alloc();
  return handed_out(given + kStep - sizeof(Head), kSizes);
}

}  // namespace

void* operator new(std::size_t bytes) {
  const std::size_t size = bytes + sizeof(Head);
  if (size > kLargest || size < bytes) return from_system(size);
  if (mine == nullptr && !take_over()) throw std::bad_alloc();
  Heap& heap = *mine;
  const std::size_t number = number_of(size);
  if (Waiting* const first = heap.waiting[number]; first != nullptr) {
    heap.waiting[number] = first->next;
    return first;
  }
  const std::size_t taken = size_of(number);
  if (taken > heap.left && !begin_region(heap)) throw std::bad_alloc();
  void* const given = handed_out(heap.at, number);
  heap.at += taken;
  heap.left -= taken;
  return given;
}

void operator delete(void* given) noexcept {
  if (given == nullptr) return;
  std::byte* const head = static_cast<std::byte*>(given) - sizeof(Head);
  const Head number = *reinterpret_cast<Head*>(head);
  if (number == kSizes) return std::free(head - (kStep - sizeof(Head)));
  if (mine == nullptr && !take_over()) return;  // no memory even to give memory back
  mine->waiting[number] = new (given) Waiting{mine->waiting[number]};
}

void operator delete(void* given, std::size_t) noexcept { operator delete(given); }
#endif
