/** stellar-core's TRANSACTION_QUEUE_TIMEOUT_LEDGERS: what no ledger takes in so many is dropped. */
export const PATIENCE_LEDGERS = 4
/** stellar-core's TRANSACTION_QUEUE_BAN_LEDGERS: what was applied or dropped is turned away for so many. */
export const BAN_LEDGERS = 10
/** stellar-core's TRANSACTION_QUEUE_SIZE_MULTIPLIER: so many ledgers' worth of operations may wait. */
export const QUEUE_LEDGERS = 2
