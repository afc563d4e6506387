// Whatever lies where an index should be: the answers are those without it.
#include "dsl/catalog/index_file.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/value/date.h"
#include "tests/unit/catalog/sample.h"

namespace remit {
namespace {

class FileInMemory : public OpenFile {
 public:
  explicit FileInMemory(const std::string& bytes) : bytes_(bytes) {}
  [[nodiscard]] auto state() const -> FileState override { return {}; }
  [[nodiscard]] auto size() const -> std::uint64_t override { return bytes_.size(); }
  bool read_at(std::uint64_t offset, std::span<char> into) const override {
    if (offset > bytes_.size() || into.size() > bytes_.size() - offset) return false;
    bytes_.copy(into.data(), into.size(), offset);
    return true;
  }

 private:
  const std::string& bytes_;
};

class IndexFile : public testing::Test {
 protected:
  static constexpr int kCodes = 48;  // in two groups

  IndexFile() : text_(sample_text(kCodes)), reading_(sample_.read(text_)), memory_(text_, reading_.entries) {
    const IndexBytes bytes = write_index(facts_, reading_.positions, reading_.entries);
    index_ = bytes.front + std::string(bytes.entries);
  }

  auto open() const -> std::unique_ptr<RowsInIndex> {
    return RowsInIndex::open(std::make_unique<FileInMemory>(index_), std::make_unique<FileInMemory>(text_),
                             facts_.depends_on, sample_.shape.columns.size());
  }

  auto share(const Rows& rows, const std::string& key, std::int64_t date) const -> std::optional<std::string> {
    const RowFormat format(sample_.shape, sample_.types, reading_.positions);
    const auto found = look_up(rows, format, key, date);
    if (!found) return std::nullopt;
    if (!found->has_key) return "none";
    return found->row.is_absent() ? "absent" : found->row.as_sequence()[2].as_number().to_string();
  }

  // Every key on three days; how many answers the index gave. All are those of the memory.
  auto answers() const -> int {
    const auto index = open();
    if (!index) return 0;
    EXPECT_EQ(index->content(), facts_.content);
    EXPECT_EQ(index->positions(), reading_.positions);
    int given = 0;
    for (int i = 0; i <= kCodes; i += 3) {
      for (const std::int64_t date :
           {*parse_date("2019-01-01"), *parse_date("2023-12-31"), *parse_date("2024-01-01")}) {
        const auto answer = share(*index, "K" + std::to_string(i), date);
        if (!answer) continue;
        ++given;
        EXPECT_EQ(*answer, *share(memory_, "K" + std::to_string(i), date));
      }
    }
    return given;
  }

  const SampleCatalog sample_;
  const IndexFacts facts_{std::string(64, 'd'), std::string(64, 'c')};
  std::string text_;
  Reading reading_;
  RowsInMemory memory_;
  std::string index_;
};

TEST_F(IndexFile, AnswersAsTheFileDoes) { EXPECT_EQ(answers(), 17 * 3); }

TEST_F(IndexFile, EveryFlippedBit) {
  const int all = answers();
  for (std::size_t bit = 0; bit < index_.size() * 8; ++bit) {
    index_[bit / 8] = static_cast<char>(index_[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_LT(answers(), all) << "unnoticed: bit " << bit;
    index_[bit / 8] = static_cast<char>(index_[bit / 8] ^ (1 << (bit % 8)));
  }
}

TEST_F(IndexFile, EveryLength) {
  const std::string whole = index_;
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    index_ = whole.substr(0, size);
    EXPECT_EQ(answers(), 0) << size;
  }
  index_ = whole + '\0';
  EXPECT_EQ(answers(), 0);
}

TEST_F(IndexFile, RandomBytes) {
  std::mt19937 random(1);
  const std::string whole = index_;
  for (int i = 0; i < 2000; ++i) {
    index_ = whole;
    const std::size_t begin = i % 4 == 0 ? 0 : random() % index_.size();
    const std::size_t end = i % 4 == 0 ? index_.size() : std::min<std::size_t>(index_.size(), begin + random() % 100);
    for (std::size_t at = begin; at < end; ++at) index_[at] = static_cast<char>(random());
    answers();
  }
}

TEST_F(IndexFile, OfAnotherFileOrDeclaration) {
  const auto opened = [&](const std::string& depends_on, std::size_t columns) {
    return RowsInIndex::open(std::make_unique<FileInMemory>(index_), std::make_unique<FileInMemory>(text_), depends_on,
                             columns);
  };
  EXPECT_NE(opened(facts_.depends_on, 6), nullptr);
  EXPECT_EQ(opened(std::string(64, 'e'), 6), nullptr);
  EXPECT_EQ(opened(facts_.depends_on, 5), nullptr);
  EXPECT_EQ(RowsInIndex::open(nullptr, std::make_unique<FileInMemory>(text_), facts_.depends_on, 6), nullptr);
}

// The file changed under an index that says it did not: an answer is what it was before, or none.
TEST_F(IndexFile, ChangedRowsAreNotBelieved) {
  const std::string before = text_;
  const std::int64_t date = *parse_date("2024-01-01");
  std::vector<std::string> keys, right;
  for (int i = 0; i < kCodes; ++i) {
    keys.push_back("K" + std::to_string(i));
    right.push_back(share(memory_, keys.back(), date).value_or(""));
  }
  for (std::size_t at = before.find('\n') + 1; at < before.size(); at += 11) {
    text_[at] = text_[at] == '1' ? '2' : '1';
    const auto index = open();
    for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(share(*index, keys[i], date).value_or(right[i]), right[i]);
    text_[at] = before[at];
  }
}

TEST_F(IndexFile, OfNoRows) {
  text_ = "code,class,share,limit,begin,end\n";
  const Reading empty = sample_.read(text_);
  const IndexBytes bytes = write_index(facts_, empty.positions, empty.entries);
  index_ = bytes.front + std::string(bytes.entries);
  const auto index = open();
  ASSERT_NE(index, nullptr);
  EXPECT_EQ(share(*index, "K1", 0), "none");
}

}  // namespace
}  // namespace remit
