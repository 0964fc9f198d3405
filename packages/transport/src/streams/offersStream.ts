import { allAtOneLedger } from '../pages/allAtOneLedger.ts'
import { checkAccountIds } from '../reads/checkInput.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { Offer } from '../types/offers.ts'
import type { AtLedger } from '../types/requests.ts'
import type { HorizonStream } from '../types/streams.ts'
import { isSame } from './isSame.ts'
import { ledgerReadings } from './ledgerReadings.ts'
import type { StreamContext } from './ports.ts'

/**
 * All offers of an account as of one ledger, read again at each one: Horizon's own stream of them tells new offers alone, and none of what is taken,
 * changed or deleted.
 *
 * @throws InvalidOptionError for what is no account id.
 */
export function offersStream(
  context: StreamContext,
  ledgers: HorizonStream<Ledger>,
  seller: string,
): HorizonStream<AtLedger<readonly Offer[]>> {
  checkAccountIds({ seller })
  return ledgerReadings(context, {
    ledgers,
    read: (signal) =>
      allAtOneLedger((page) => context.reads.offers({ seller, priority: 'account', ...page }), { signal }),
    toItem: (offers, { sequence }) => ({ ledger: sequence, value: offers }),
    isSame: (a, b) => isSame(a.value, b.value),
  })
}
