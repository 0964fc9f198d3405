import { dirname, join } from 'node:path'

/** The repository's root, wherever the caller stands. */
export const root = dirname(dirname(dirname(import.meta.dirname)))

/** Where the Node and the pnpm live that the machine lacks. */
export const toolchain = join(root, '.toolchain')
