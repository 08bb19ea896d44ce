/**
 * How the product's Node programs are run. They pass images on: much memory that is done with at once, 64 KiB for each read of a socket, held by next to
 * nothing that lives. A small young generation gives those back early. With the usual one it is only noticed when a limit for foreign memory is reached,
 * and each time all that lives is marked: that took two thirds of the CPU of an api that takes in exams, and memory that looked like a leak.
 */
export const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=1'] as const;
