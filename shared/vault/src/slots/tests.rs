use std::sync::Mutex;

use super::*;

const LABEL: Label = Label { kind: b"slots of a test\0", ring: [9; 16] };

fn payload(n: u8) -> Payload {
    [n; PAYLOAD_LEN]
}

fn read(path: &Path) -> Result<(Vec<u8>, u64), SlotError> {
    let mut found = Vec::new();
    let (_, cut) = SlotFile::open(path, LABEL, |payload| found.push(payload[0]))?;
    Ok((found, cut))
}

/// A file of slots 1, 2 and, written together, 3, 4, 5.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slots");
    SlotFile::write(&path, LABEL, [payload(1)].into_iter()).unwrap();
    let (mut file, _) = SlotFile::open(&path, LABEL, |_| {}).unwrap();
    file.append(&[payload(2)]).unwrap();
    file.append(&[payload(3), payload(4), payload(5)]).unwrap();
    (dir, path)
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn slots_are_read_back_in_order() {
    let (_dir, path) = sample();
    assert_eq!(read(&path).unwrap(), (vec![1, 2, 3, 4, 5], 0));
}

#[test]
fn a_file_cut_anywhere_keeps_every_whole_slot_and_takes_more() {
    let (_dir, path) = sample();
    let whole = std::fs::read(&path).unwrap();
    for len in (SLOT_LEN..whole.len()).step_by(7) {
        std::fs::write(&path, &whole[..len]).unwrap();
        let (found, cut) = read(&path).unwrap();
        let n_whole = len / SLOT_LEN - 1;
        assert_eq!(found, (1..=5).take(n_whole).collect::<Vec<u8>>());
        assert_eq!(usize::try_from(cut).unwrap(), len % SLOT_LEN);
        let (mut file, _) = SlotFile::open(&path, LABEL, |_| {}).unwrap();
        file.append(&[payload(9)]).unwrap();
        assert_eq!(read(&path).unwrap().0.last(), Some(&9));
    }
}

#[test]
fn every_flipped_bit_is_found_where_it_is() {
    let (_dir, path) = sample();
    let sound = std::fs::read(&path).unwrap();
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    for bit in 0..sound.len() * 8 {
        let (byte, at) = (sound[bit / 8], (bit / 8) as u64);
        file.write_at(&[byte ^ (1 << (bit % 8))], at).unwrap();
        let place = at / SLOT_LEN_U64 * SLOT_LEN_U64;
        match read(&path).unwrap_err() {
            SlotError::Damaged { offset, .. } => assert_eq!(offset, place),
            SlotError::Newer { .. } => assert!((12..16).contains(&at)),
            other => panic!("{other}"),
        }
        file.write_at(&[byte], at).unwrap();
    }
}

#[test]
fn the_last_write_may_have_reached_the_disk_in_any_order() {
    let (_dir, path) = sample();
    // The fourth slot, in the middle of the last write, never arrived.
    change(&path, |bytes| bytes[4 * SLOT_LEN..5 * SLOT_LEN].fill(0));
    assert_eq!(read(&path).unwrap(), (vec![1, 2, 3], 2 * SLOT_LEN_U64));
}

#[test]
fn a_hole_before_an_acknowledged_slot_is_damage() {
    let (_dir, path) = sample();
    change(&path, |bytes| bytes[2 * SLOT_LEN..3 * SLOT_LEN].fill(0));
    assert!(matches!(read(&path), Err(SlotError::Damaged { offset: 128, .. })));
    let rewritten = (1..=5).map(payload);
    SlotFile::write(&path, LABEL, rewritten).unwrap();
    change(&path, |bytes| bytes[4 * SLOT_LEN..5 * SLOT_LEN].fill(0));
    assert!(matches!(read(&path), Err(SlotError::Damaged { offset: 256, .. })));
}

#[test]
fn a_file_of_another_ring_or_a_newer_program_is_refused() {
    let (_dir, path) = sample();
    let other = Label { ring: [8; 16], ..LABEL };
    assert!(matches!(SlotFile::open(&path, other, |_| {}), Err(SlotError::Foreign { .. })));
    change(&path, |bytes| bytes[15] = 2);
    assert!(matches!(read(&path), Err(SlotError::Newer { found: 2, .. })));
}

/// A disk that fails as it is told, and remembers what reached it.
#[derive(Default)]
struct Faults {
    write: Option<io::ErrorKind>,
    cut: Option<io::ErrorKind>,
    flush: Option<io::ErrorKind>,
    bytes: Vec<u8>,
}

struct FaultyDisk(Arc<Mutex<Faults>>);

impl Disk for FaultyDisk {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut faults = self.0.lock().unwrap();
        let offset = usize::try_from(offset).unwrap();
        faults.bytes.resize(offset, 0);
        if let Some(kind) = faults.write {
            faults.bytes.extend(&bytes[..bytes.len() / 2]);
            return Err(kind.into());
        }
        faults.bytes.extend(bytes);
        Ok(())
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        let mut faults = self.0.lock().unwrap();
        faults.bytes.truncate(usize::try_from(len).unwrap());
        faults.cut.map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap().flush.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

fn faulty() -> (SlotFile, Arc<Mutex<Faults>>) {
    let faults = Arc::new(Mutex::new(Faults::default()));
    (SlotFile::on(Box::new(FaultyDisk(faults.clone())), 0), faults)
}

#[test]
fn a_full_disk_writes_nothing_and_works_again_when_there_is_room() {
    let (mut file, faults) = faulty();
    file.append(&[payload(1)]).unwrap();
    faults.lock().unwrap().write = Some(io::ErrorKind::StorageFull);
    assert!(matches!(file.append(&[payload(2)]), Err(AppendError::Full(_))));
    assert_eq!(faults.lock().unwrap().bytes.len(), 2 * SLOT_LEN);
    faults.lock().unwrap().write = None;
    file.append(&[payload(3)]).unwrap();
    assert_eq!(faults.lock().unwrap().bytes[2 * SLOT_LEN..], slot(1, 1, &payload(3)));
}

#[test]
fn a_failed_flush_stops_the_writer_for_good() {
    let (mut file, faults) = faulty();
    faults.lock().unwrap().flush = Some(io::ErrorKind::Other);
    assert!(matches!(file.append(&[payload(1)]), Err(AppendError::Flush(_))));
    faults.lock().unwrap().flush = None;
    assert!(matches!(file.append(&[payload(1)]), Err(AppendError::Stopped)));
}

#[test]
fn a_failed_write_that_cannot_be_taken_back_stops_the_writer_too() {
    let (mut file, faults) = faulty();
    faults.lock().unwrap().write = Some(io::ErrorKind::Other);
    faults.lock().unwrap().cut = Some(io::ErrorKind::Other);
    assert!(matches!(file.append(&[payload(1)]), Err(AppendError::Write(_))));
    assert!(matches!(file.append(&[payload(1)]), Err(AppendError::Stopped)));
}
