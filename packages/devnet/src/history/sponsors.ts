import type { xdr } from '@stellar/stellar-sdk'
import type { EntryChange, Signer } from '../ledger/entries.ts'
import { signerKeyText } from '../ledger/signers.ts'

/**
 * Who pays for what an operation made: the sponsor of the first entry that it created, or of the signer that a SetOptions put on its source. Sponsorships
 * that only went over to someone else do not count.
 *
 * @param changes - In the order of their ledger keys.
 */
export function operationSponsor(body: xdr.OperationBodyWire, changes: readonly EntryChange[]): string | undefined {
  const signer = body.type === 5 && body.setOptionsOp.signer !== null ? body.setOptionsOp.signer : undefined
  const key = signer && signerKeyText(signer.key)
  for (const change of changes) {
    if (change.type === 'created' && typeof change.after.sponsor === 'string') return change.after.sponsor
    if (key === undefined || change.type !== 'updated') continue
    const { before, after } = change
    if (before.type !== 'account' || after.type !== 'account') continue
    const sponsor = signerSponsor(after.signers, key)
    if (sponsor !== undefined && sponsor !== signerSponsor(before.signers, key)) return sponsor
  }
  return undefined
}

/** The sponsor of one of an account's signers. */
export function signerSponsor(signers: readonly Signer[], key: string): string | undefined {
  return signers.find((signer) => signer.key === key)?.sponsor
}
