//! The program: wiring only.

use zeroizing_alloc::ZeroAlloc;

/// Wipes every block it frees: age's stream buffers and ron's strings hold secrets that no type of
/// ours can reach.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() {}
