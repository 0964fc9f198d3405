import { ClosedError } from '@sdex/primitives'
import type { Signer } from './ports.ts'

/** See README. */
export function keypairSigner(_secret: string): Signer {
  throw new ClosedError({ message: 'Not built yet.', remedy: 'Wait for it.' })
}
