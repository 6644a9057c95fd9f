//! What was tried to break: real processes of the program with real servers behind them, people at
//! work, and a fault in the middle. Afterwards everything that was acknowledged must be there, once,
//! and everything computed from the log must be what the log says.

mod apart;
mod audit;
mod beginning;
mod disk;
mod kills;
mod links;
mod load;
mod newer;
mod one_machine;
mod replicas;
mod servers;
mod town;
mod unreadable;
