import type { Random } from '@sdex/primitives'
import type { Keypair } from '@stellar/stellar-sdk'
import type { Backends } from '../backends/createBackends.ts'
import type { ResettableNetwork } from '../backends/createResettableNetwork.ts'
import type { CloseRequest } from '../createNetwork.ts'
import type { LedgerPace } from '../ledgerPace.ts'
import type { CraftedTransaction } from '../transactions/closeLedger.ts'
import type { FaultEffects } from './createFaults.ts'
import type { Listening } from './createListening.ts'
import type { ConditionFault, EventFault } from './fault.ts'
import { craftOpaqueTransaction } from './opaqueTransaction.ts'
import type { SubmissionFates } from './submissionFates.ts'

/** What conditions and events do to a network. */
export type NetworkEffects = FaultEffects & {
  /** What the next close does otherwise, asked once for each. */
  takeCloseRequest(): CloseRequest
  /** Goes over to another ledger: what was under way belonged to the old one. */
  goOver(change: () => void): void
}

/** Ties conditions and events to what they act upon. */
export function createEffects(options: {
  readonly network: ResettableNetwork
  readonly backends: Backends
  readonly listening: Listening
  readonly fates: SubmissionFates
  readonly pace: Pick<LedgerPace, 'setStalled' | 'setHurry'>
  /** Of the account that sends contract calls. */
  readonly keypair: Keypair
  readonly onError: (error: unknown) => void
}): NetworkEffects {
  const { network, backends, listening, fates, pace, keypair, onError } = options
  let isEmpty = false
  let crafted: readonly CraftedTransaction[] = []

  const begin = (fault: ConditionFault, random: Random): void => {
    switch (fault.type) {
      case 'refusedConnections':
        listening.setRefused(true).catch(onError)
        break
      case 'backends':
        backends.setPlan({ backends: fault.backends, choose: fault.choose === 'random' ? random : 'roundRobin' })
        break
      case 'ingestionLag':
        backends.setIngestionLag(fault)
        break
      case 'stalledLedgers':
        pace.setStalled(true)
        break
      case 'hurriedLedgers':
        pace.setHurry(fault.everyMs)
        break
      case 'emptyLedgers':
        isEmpty = true
    }
  }
  const end = (type: ConditionFault['type']): void => {
    switch (type) {
      case 'refusedConnections':
        listening.setRefused(false).catch(onError)
        break
      case 'backends':
        backends.setPlan(undefined)
        break
      case 'ingestionLag':
        backends.setIngestionLag({})
        break
      case 'stalledLedgers':
        pace.setStalled(false)
        break
      case 'hurriedLedgers':
        pace.setHurry(undefined)
        break
      case 'emptyLedgers':
        isEmpty = false
    }
  }
  const happen = (fault: EventFault, random: Random): void => {
    if (fault.type === 'opaqueTransaction') {
      crafted = [...crafted, craftOpaqueTransaction({ fault, random, keypair, decode: network.decode })]
      return
    }
    goOver(() => network.reset())
  }
  const goOver = (change: () => void): void => {
    change()
    fates.clear()
    crafted = []
    backends.restart()
  }
  const takeCloseRequest = (): CloseRequest => {
    const request = { isEmpty, crafted }
    crafted = []
    return request
  }
  return { begin, end, happen, takeCloseRequest, goOver }
}
