import type { Card } from './card.ts'
import { accountListCards } from './cards/accountLists.ts'
import { accountCards } from './cards/accounts.ts'
import { aggregationCards } from './cards/aggregations.ts'
import { assetCards } from './cards/assets.ts'
import { asynchronousCards } from './cards/asynchronous.ts'
import { balanceCards } from './cards/balances.ts'
import { claimableBalanceCards } from './cards/claimableBalances.ts'
import { compressionCards } from './cards/compression.ts'
import { conventionCards } from './cards/conventions.ts'
import { effectListCards } from './cards/effectLists.ts'
import { effectCards } from './cards/effects.ts'
import { entryEffectCards } from './cards/entryEffects.ts'
import { envelopeCards } from './cards/envelopes.ts'
import { friendbotCards } from './cards/friendbot.ts'
import { instanceCards } from './cards/instance.ts'
import { ledgerCards } from './cards/ledgers.ts'
import { liveStreamCards } from './cards/liveStreams.ts'
import { moreParameterCards } from './cards/moreParameters.ts'
import { offerCards } from './cards/offers.ts'
import { operationCodeCards } from './cards/operationCodes.ts'
import { operationListCards } from './cards/operationLists.ts'
import { operationCards } from './cards/operations.ts'
import { orderBookCards } from './cards/orderBook.ts'
import { pagingCards } from './cards/paging.ts'
import { parameterCards } from './cards/parameters.ts'
import { pathCards } from './cards/paths.ts'
import { paymentCards } from './cards/payments.ts'
import { poolCards } from './cards/pools.ts'
import { poolTradeCards } from './cards/poolTrades.ts'
import { rateLimitCards } from './cards/rateLimit.ts'
import { refusalCards } from './cards/refusals.ts'
import { retentionCards } from './cards/retention.ts'
import { streamCards } from './cards/streams.ts'
import { submissionCards } from './cards/submission.ts'
import { tradeListCards } from './cards/tradeLists.ts'
import { tradeCards } from './cards/trades.ts'
import { transactionCards } from './cards/transactions.ts'

/** Every card, by number. */
export const allCards: readonly Card[] = [
  ...conventionCards,
  ...pagingCards,
  ...retentionCards,
  ...parameterCards,
  ...instanceCards,
  ...ledgerCards,
  ...accountCards,
  ...balanceCards,
  ...offerCards,
  ...orderBookCards,
  ...tradeCards,
  ...tradeListCards,
  ...poolTradeCards,
  ...transactionCards,
  ...envelopeCards,
  ...submissionCards,
  ...refusalCards,
  ...operationCodeCards,
  ...asynchronousCards,
  ...streamCards,
  ...liveStreamCards,
  ...accountListCards,
  ...claimableBalanceCards,
  ...poolCards,
  ...assetCards,
  ...operationCards,
  ...operationListCards,
  ...paymentCards,
  ...effectCards,
  ...entryEffectCards,
  ...effectListCards,
  ...pathCards,
  ...aggregationCards,
  ...moreParameterCards,
  ...friendbotCards,
  ...rateLimitCards,
  ...compressionCards,
].sort((one, other) => one.number - other.number)
