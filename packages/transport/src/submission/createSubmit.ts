import { InvalidOptionError, withDeadline } from '@sdex/primitives'
import type { HorizonClient } from '../types/client.ts'
import { readEnvelope } from './readEnvelope.ts'
import { settle } from './settle.ts'
import type { SubmissionPort } from './submissionPort.ts'

/** Makes the submission of a client. */
export function createSubmit(port: SubmissionPort): HorizonClient['submit'] {
  let passphrase: Promise<string> | undefined
  /** Asked for once; a failure is not kept. */
  const readPassphrase = (signal: AbortSignal): Promise<string> => {
    passphrase ??= port.network({ signal, priority: 'submission' }).then(
      (network) => network.passphrase,
      (error: unknown) => {
        passphrase = undefined
        throw error
      },
    )
    return passphrase
  }

  return async (envelopeXdr, { signal, timeoutMs, onAccepted, resume, allowUnbounded = false } = {}) =>
    withDeadline(
      async (cut) => {
        const envelope = readEnvelope(envelopeXdr, await readPassphrase(cut))
        if (envelope.maxTimeMs === undefined && !allowUnbounded) throw unbounded()
        return settle(port, envelope, { signal: cut, onAccepted, resume })
      },
      { clock: port.clock, timeoutMs, signal, what: 'Submitting a transaction' },
    )
}

function unbounded(): InvalidOptionError {
  return new InvalidOptionError({
    message: 'The transaction has no upper time bound, so its end may never be proved.',
    remedy: 'Build it with a maxTime, or pass allowUnbounded.',
  })
}
