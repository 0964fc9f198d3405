import type { Account, HorizonStream, Offer, SubmissionResult, SubmitOptions, Trade } from '@sdex/transport'
import type { Observable } from 'rxjs'

/** Port: whoever signs for an account. A hardware or remote signer fits as well as `keypairSigner`. */
export type Signer = {
  /** The account id that it signs for. */
  readonly publicKey: string
  /** Signs the 32 bytes of a transaction hash; resolves to the 64 bytes of an ed25519 signature. */
  sign(hash: Uint8Array): Promise<Uint8Array>
}

/**
 * Port: brings a signed transaction to a proved end. `@sdex/transport`'s `HorizonClient` is one.
 *
 * @remarks Calling it again with the same bytes has to be safe, and to go on where the last call was left.
 */
export type Submitter = {
  submit(envelopeXdr: string, options?: SubmitOptions): Promise<SubmissionResult>
}

/** Port: where an account's state and trades come from. `@sdex/connector`'s ledger view is one. */
export type OrdersSource = {
  /** One committed ledger after another, the latest at once to a late subscriber. Never fails. */
  readonly account$: Observable<AccountLedger>
  /** The account's trades after `cursor`, in order. */
  tradeStream(
    filter: { readonly account: string },
    options?: { readonly cursor?: string | undefined },
  ): HorizonStream<Trade>
}

/** An account and its own offers, both as of one committed ledger. */
export type AccountLedger = {
  readonly ledger: number
  /** Milliseconds since 1970, from the ledger's header. */
  readonly closedAtMs: number
  readonly account: Account
  readonly offers: readonly Offer[]
}
