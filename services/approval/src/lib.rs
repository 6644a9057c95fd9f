//! Approval (审批): the steps of an item, decisions, clocks.
