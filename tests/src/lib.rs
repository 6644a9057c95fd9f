//! Stories across services, faults and measurements.
