//! The kit around a small service: commands, queries, streams and serving over real sockets.

#[cfg(test)]
mod http {
    mod commands;
    mod counter;
    mod desk;
    mod lag;
    mod live;
    mod queries;
    mod readers;
    mod serving;
}
