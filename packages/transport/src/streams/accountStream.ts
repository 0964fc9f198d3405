import { checkAccountIds } from '../reads/checkInput.ts'
import type { AccountSnapshot } from '../types/accounts.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { HorizonStream } from '../types/streams.ts'
import { isSame } from './isSame.ts'
import { ledgerReadings } from './ledgerReadings.ts'
import type { StreamContext } from './ports.ts'

/**
 * An account, read again at each ledger: Horizon's own stream of it tells the first state and never another one (it compares ids only).
 *
 * @throws InvalidOptionError for what is no account id.
 */
export function accountStream(
  context: StreamContext,
  ledgers: HorizonStream<Ledger>,
  accountId: string,
): HorizonStream<AccountSnapshot> {
  checkAccountIds({ accountId })
  return ledgerReadings(context, {
    ledgers,
    read: (signal) => context.reads.account(accountId, { signal, priority: 'account' }),
    toItem: (account, { sequence, closedAtMs, baseReserve }) => ({
      ledger: sequence,
      closedAtMs,
      baseReserve,
      account,
    }),
    isSame: (a, b) => a.baseReserve === b.baseReserve && isSame(a.account, b.account),
  })
}
