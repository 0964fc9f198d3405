import type { Scope } from '@sdex/primitives'
import { createResettableNetwork, type ResettableNetwork } from '../backends/createResettableNetwork.ts'
import type { Events } from '../control/events.ts'
import { tellingNetwork } from '../control/tellingNetwork.ts'
import type { NetworkSnapshot } from '../createNetwork.ts'
import type { CheckedOptions } from '../devnetOptions.ts'
import { createSubmissionFates, type SubmissionFates } from '../faults/submissionFates.ts'
import { openStore, type Store } from '../store/openStore.ts'

/** A network without servers. */
export type OpenedNetwork = {
  readonly network: ResettableNetwork
  /** What becomes of single transactions on their way to it. */
  readonly fates: SubmissionFates
  /** Where it is kept; undefined: nowhere. */
  readonly store: Store | undefined
}

/** Goes on from a snapshot, or from what is in the folder, or begins at the first ledger. */
export async function openNetwork(
  scope: Scope,
  {
    checked,
    from,
    events,
  }: { readonly checked: CheckedOptions; readonly from: NetworkSnapshot | undefined; readonly events: Events },
): Promise<OpenedNetwork> {
  const store = await storeOf(checked)
  scope.add(() => store?.close())
  const fates = createSubmissionFates((transaction) => network.submit(transaction))
  const begun = createResettableNetwork({ ...checked, from: from ?? store?.restored, isWithheld: fates.isWithheld })
  const network = tellingNetwork(begun, events, store)
  if (from !== undefined || store?.restored === undefined) {
    const first = network.snapshot()
    if (first !== undefined) store?.replace(first)
  }
  return { network, fates, store }
}

/** A folder that is one network's: of another passphrase nothing could be signed, and of another seed no key would fit. */
async function storeOf({
  dataFolder,
  passphrase,
  protocol,
  seed,
  historyLedgers,
  onError,
}: CheckedOptions): Promise<Store | undefined> {
  if (dataFolder === undefined) return undefined
  const identity = `protocol ${protocol}, seed ${seed}, passphrase "${passphrase}"`
  return openStore({ folder: dataFolder, identity, historyLedgers, onError })
}
