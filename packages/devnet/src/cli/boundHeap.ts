import { setFlagsFromString } from 'node:v8'

/**
 * Lets the heap grow by half of what lives before old garbage is collected, and the space for young objects no further than loading the program took it. V8 by
 * itself takes several times as much where the machine has it, most of that for the young: 128 MB, for the tens of megabytes that a network is.
 *
 * For a process that is a network and nothing else: V8's settings are the whole process's.
 */
export function boundHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
}
