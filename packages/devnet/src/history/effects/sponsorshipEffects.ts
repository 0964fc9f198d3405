import type { Entry, EntryChange, Sponsor } from '../../ledger/entries.ts'
import { type Address, addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import { signerSponsor } from '../sponsors.ts'
import type { Made, SponsorChange, Sponsored } from './effect.ts'

/**
 * Who pays for what from now on, of every entry that an operation changed and of the signers in accounts, whatever the operation is. Offers are never told
 * of; data and claimable balances are told to the operation's source, whoever owns them.
 */
export function sponsorshipEffects(operation: OperationRow): readonly Made[] {
  const source = addressOf(operation.source)
  return operation.changes.flatMap((change) => {
    const before = change.type === 'created' ? undefined : change.before
    const after = change.type === 'removed' ? undefined : change.after
    return [...entryEffects({ before, after }, source), ...signerEffects(change)]
  })
}

type Span = { readonly before: Entry | undefined; readonly after: Entry | undefined }

function entryEffects({ before, after }: Span, source: Address): readonly Made[] {
  const entry = after ?? before
  const moved = sponsorChange(before?.sponsor, after?.sponsor)
  const told = entry && sponsored(entry)
  if (moved === undefined || told === undefined) return []
  const account = 'owner' in told ? { accountId: told.owner } : source
  return [{ account, effect: { type: 'sponsorship', ...told.what, ...moved } }]
}

/** Undefined when nothing changed. An entry that is gone has no sponsor any more. */
function sponsorChange(before: Sponsor, after: Sponsor): SponsorChange | undefined {
  const [former, now] = [before ?? undefined, after ?? undefined]
  if (former === now) return undefined
  if (former === undefined) return now === undefined ? undefined : { change: 'created', sponsor: now }
  if (now === undefined) return { change: 'removed', formerSponsor: former }
  return { change: 'updated', formerSponsor: former, newSponsor: now }
}

type Told = { readonly what: Sponsored; readonly owner: string } | { readonly what: Sponsored }

function sponsored(entry: Entry): Told | undefined {
  switch (entry.type) {
    case 'account':
      return { what: { entry: 'account' }, owner: entry.accountId }
    case 'trustline':
      return { what: { entry: 'trustline', line: { type: 'asset', asset: entry.asset } }, owner: entry.accountId }
    case 'poolShare':
      return { what: { entry: 'trustline', line: { type: 'pool', poolId: entry.poolId } }, owner: entry.accountId }
    case 'data':
      return { what: { entry: 'data', name: entry.name } }
    case 'claimableBalance':
      return { what: { entry: 'claimable_balance', balanceId: entry.id } }
    default:
      return undefined
  }
}

function signerEffects(change: EntryChange): readonly Made[] {
  const [before, after] = [
    change.type === 'created' ? undefined : change.before,
    change.type === 'removed' ? undefined : change.after,
  ]
  const account = after ?? before
  if (account?.type !== 'account') return []
  const old = before?.type === 'account' ? before.signers : []
  const now = after?.type === 'account' ? after.signers : []
  if (old === now) return []
  const keys = new Set([...old, ...now].filter(({ sponsor }) => sponsor !== undefined).map(({ key }) => key))
  return [...keys].sort().flatMap((key): readonly Made[] => {
    const moved = sponsorChange(signerSponsor(old, key), signerSponsor(now, key))
    if (moved === undefined) return []
    const { accountId } = account
    return [{ account: { accountId }, effect: { type: 'sponsorship', entry: 'signer', key, ...moved } }]
  })
}
