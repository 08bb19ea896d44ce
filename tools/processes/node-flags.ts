/**
 * How the product's Node programs are run. They pass images on: much memory that is done with at once, 64 KiB for each read of a socket, held by next to
 * nothing that lives. A small young generation gives those back early. With the usual one it is only noticed when a limit for foreign memory is reached,
 * and each time all that lives is marked: that took two thirds of the CPU of an api that takes in exams, and memory that looked like a leak.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=1'] as const;

/**
 * And what their allocator is told. A piece of 256 KiB or more goes back to the system when it is done with, and threads share two heaps: else a process keeps
 * for ever what it needed at the worst moment, once for each thread. Other allocators than glibc's do not read it.
 */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144' } as const;
