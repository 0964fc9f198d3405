import type { ResultCodes } from '@sdex/transport'

/** Why the network refused, and what to do about it. */
export type Refusal = {
  /** Horizon's word, such as `op_underfunded`. */
  readonly code: string
  /**
   * What helps: `retry` the same later, `rebuild` it on the newest ledger, `resize` it or free funds, `fix` the account or the program first.
   */
  readonly advice: 'retry' | 'rebuild' | 'resize' | 'fix'
  /** What happened, as a clause. */
  readonly meaning: string
  /** What to do, as a sentence. */
  readonly remedy: string
}

type Entry = readonly [advice: Refusal['advice'], meaning: string, remedy: string]

/** Every code that an order can meet, as Horizon spells it: three of the operations' lack the prefix. */
const table: Readonly<Record<string, Entry>> = {
  tx_failed: ['rebuild', 'an operation failed', 'See the outcome of each change.'],
  tx_too_early: ['retry', 'its lower time bound is not reached', 'Send it later.'],
  tx_too_late: [
    'retry',
    'its time bound is closer than two ledgers, or has passed',
    'Send it anew; if it happens again, raise validForMs or find out why the ledgers seen are old.',
  ],
  tx_missing_operation: ['fix', 'it holds no operation', 'Report it: no batch is empty.'],
  tx_bad_seq: [
    'rebuild',
    'its sequence number is not the next one: another program uses this account, or the ledger seen was old',
    'Send it anew; let only one program trade with this account.',
  ],
  tx_bad_auth: [
    'fix',
    'the signature is not enough for this account on this network',
    'Check the network passphrase, the key and the weights of the signers.',
  ],
  tx_bad_auth_extra: ['fix', 'it carries a signature too many', 'Check the signers of the account.'],
  tx_insufficient_balance: [
    'resize',
    'the fee does not fit above the reserve',
    'Add XLM, or cancel an offer that sells XLM.',
  ],
  tx_no_source_account: ['fix', 'the account does not exist on this network', 'Fund it, or check the network.'],
  tx_insufficient_fee: ['retry', 'the ledgers are full, and others pay more', 'Raise maxFeePerOperation, or wait.'],
  tx_internal_error: ['fix', 'the network failed inside', 'Report it with the hash.'],
  tx_not_supported: ['fix', 'the network does not support such a transaction', 'Check which protocol version it runs.'],
  tx_malformed: ['fix', 'it is malformed', 'Report it: what is built here should not be.'],
  tx_frozen_key_accessed: ['fix', 'it touches an entry that the network has frozen', 'Trade another asset.'],
  op_malformed: [
    'fix',
    'amount, price or assets are not valid',
    'Report it: what the ledger calls malformed is tested before.',
  ],
  op_bad_auth: ['fix', 'the signature is not enough for an operation of medium weight', 'Check the signers’ weights.'],
  op_no_source_account: ['fix', 'the account does not exist on this network', 'Fund it, or check the network.'],
  op_not_supported: ['fix', 'the network does not support this operation', 'Check which protocol version it runs.'],
  op_too_many_subentries: ['resize', 'the account has 1000 entries', 'Cancel offers or remove trustlines.'],
  op_too_many_sponsoring: ['resize', 'the sponsor pays for too many entries', 'Remove some of them.'],
  op_exceeded_work_limit: [
    'resize',
    'it would cross more than 1000 offers',
    'Take less at once, or limit the price closer to the best offer.',
  ],
  op_sell_no_trust: ['fix', 'there is no trustline for the asset sold', 'Add the trustline.'],
  op_buy_no_trust: ['fix', 'there is no trustline for the asset bought', 'Add the trustline.'],
  sell_not_authorized: ['fix', 'the issuer has not authorized selling this asset', 'Ask the issuer.'],
  buy_not_authorized: ['fix', 'the issuer has not authorized holding this asset', 'Ask the issuer.'],
  op_line_full: [
    'resize',
    'what would be bought does not fit below the trustline’s limit, with what other offers buy',
    'Buy less, cancel another offer, or raise the limit.',
  ],
  op_underfunded: [
    'resize',
    'what would be sold is not there, beside the reserve and what other offers sell',
    'Sell less, cancel another offer, or add funds.',
  ],
  op_cross_self: [
    'rebuild',
    'it would trade with an own offer',
    'Cancel or move that offer first, earlier in the same batch or before.',
  ],
  op_sell_no_issuer: ['fix', 'the issuer of the asset sold does not exist', 'Check the asset.'],
  buy_no_issuer: ['fix', 'the issuer of the asset bought does not exist', 'Check the asset.'],
  op_offer_not_found: [
    'rebuild',
    'the offer is gone: taken, or cancelled elsewhere',
    'Decide anew on the newest ledger.',
  ],
  op_low_reserve: [
    'resize',
    'the account lacks the XLM that one more entry locks',
    'Add XLM, or cancel an offer or a trustline.',
  ],
}

/**
 * Looks a code up.
 *
 * @param code - As Horizon spells it. One that no order can meet comes back with the advice `fix`.
 * @example
 * ```ts
 * explainCode('op_low_reserve').advice // 'resize'
 * ```
 */
export function explainCode(code: string): Refusal {
  const [advice, meaning, remedy] = (Object.hasOwn(table, code) ? table[code] : undefined) ?? [
    'fix',
    `the network said ${code}`,
    'Look the code up in Stellar’s documentation.',
  ]
  return { code, advice, meaning, remedy }
}

/** What speaks for a refused transaction: its first operation that failed, else the transaction's own code. */
export function explainCodes({ transaction, operations }: ResultCodes): Refusal {
  return explainCode(operations.find((code) => code !== 'op_success') ?? transaction)
}
