//! Complaint (投诉): complaint, rectification, feedback, confirmed closure.
