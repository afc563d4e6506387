// The operators on columns, a file each for a family; operators.cpp holds the switch. Each returns nullptr where it has
// no columnar form for these operands: the node is then computed lane by lane.
#pragma once
#include <vector>

#include "engine/batch/block.h"

namespace remit::batch {

// inputs.cpp
auto input_column(Block& block, const Node& node) -> const Column*;
auto input_list_column(Block& block, const Node& node) -> const Column*;
auto paper_column(Block& block, const Node& node) -> const Column*;
auto governing_date_column(Block& block) -> const Column*;
auto local_value(Block& block, LocalId local) -> const Column*;  // nullptr: it is bound to nothing
auto local_column(Block& block, const Node& node) -> const Column*;
auto element_field_column(Block& block, const Node& node) -> const Column*;
auto element_list_column(Block& block, const Node& node) -> const Column*;
auto element_rule_column(Block& block, const Node& node) -> const Column*;
auto element_value_column(Block& block, const Node& node) -> const Column*;
auto field_column(Block& block, const Node& node) -> const Column*;
auto record_column(Block& block, const Node& node) -> const Column*;

// arithmetic.cpp
auto sum_column(Block& block, const Node& node) -> const Column*;         // add
auto difference_column(Block& block, const Node& node) -> const Column*;  // subtract, left
auto product_column(Block& block, const Node& node) -> const Column*;
auto quotient_column(Block& block, const Node& node) -> const Column*;
auto negated_column(Block& block, const Node& node) -> const Column*;
auto absolute_column(Block& block, const Node& node) -> const Column*;
auto extreme_column(Block& block, const Node& node) -> const Column*;  // minimum, maximum
auto payer_column(Block& block, const Node& node) -> const Column*;
auto round_column(Block& block, const Node& node) -> const Column*;  // rounding.cpp

// conditions.cpp
auto comparison_column(Block& block, const Node& node) -> const Column*;
auto starts_with_column(Block& block, const Node& node) -> const Column*;
auto logical_column(Block& block, const Node& node) -> const Column*;  // and, or
auto not_column(Block& block, const Node& node) -> const Column*;
auto is_present_column(Block& block, const Node& node) -> const Column*;

// choices.cpp
auto conditional_column(Block& block, const Node& node) -> const Column*;
auto or_else_column(Block& block, const Node& node) -> const Column*;
auto dated_column(Block& block, const Node& node) -> const Column*;
auto table_column(Block& block, const Node& node) -> const Column*;
auto choice_column(Block& block, const Node& node) -> const Column*;

auto calendar_column(Block& block, const Node& node) -> const Column*;   // dates.cpp
auto aggregate_column(Block& block, const Node& node) -> const Column*;  // lists.cpp
// The loop's list on the axis that its parts ask for; nullptr: no columnar form.
auto list_for(Block& block, const Loop& loop) -> const Column*;
auto contains_column(Block& block, const Node& node) -> const Column*;
auto made_list_column(Block& block, const Node& node) -> const Column*;  // lists_made.cpp
auto nth_column(Block& block, const Node& node) -> const Column*;
auto numbers_column(Block& block, const Node& node) -> const Column*;
auto periods_column(Block& block, const Node& node) -> const Column*;  // each, every
auto group_column(Block& block, const Node& node) -> const Column*;    // groups.cpp
auto running_column(Block& block, const Node& node) -> const Column*;
auto slice_column(Block& block, const Node& node) -> const Column*;  // slices.cpp
// By band of a slice: where the band is reached, so that its cell is asked for. Empty: it is not known.
auto reached_bands(Block& block, const Node& node) -> std::vector<const Column*>;
// Its rates; empty: they have no columnar form, or are not in order in every lane.
auto slice_rates(Block& block, std::uint32_t slice) -> std::vector<const Column*>;
auto share_column(Block& block, const Node& node) -> const Column*;    // shares.cpp
auto look_up_column(Block& block, const Node& node) -> const Column*;  // look_ups.cpp
auto opening_column(Block& block, const Node& node) -> const Column*;  // memories.cpp
auto after_case_column(Block& block, const Node& node) -> const Column*;
auto over_last_column(Block& block, const Node& node) -> const Column*;
auto spell_start_column(Block& block, const Node& node) -> const Column*;

auto lane_by_lane(Block& block, NodeId node) -> const Column*;

}  // namespace remit::batch
