import type { Breakages } from './breakage.ts'
import { friendbotBreakages, rateLimitBreakages } from './breakages/access.ts'
import { accountBreakages, balanceBreakages } from './breakages/accounts.ts'
import { compressionBreakages } from './breakages/compression.ts'
import { conventionBreakages } from './breakages/conventions.ts'
import { instanceBreakages, ledgerBreakages } from './breakages/instance.ts'
import { aggregationBreakages, pathBreakages } from './breakages/markets.ts'
import { offerBreakages, orderBookBreakages } from './breakages/offers.ts'
import { effectBreakages, operationBreakages, operationListBreakages } from './breakages/operations.ts'
import { pagingBreakages, retentionBreakages } from './breakages/paging.ts'
import { moreParameterBreakages, parameterBreakages } from './breakages/parameters.ts'
import { accountListBreakages, assetBreakages, claimableBalanceBreakages, poolBreakages } from './breakages/state.ts'
import { liveStreamBreakages, streamBreakages } from './breakages/streams.ts'
import {
  asynchronousBreakages,
  operationCodeBreakages,
  refusalBreakages,
  submissionBreakages,
} from './breakages/submission.ts'
import { poolTradeBreakages, tradeBreakages } from './breakages/trades.ts'
import { envelopeBreakages, transactionBreakages } from './breakages/transactions.ts'

/** For each card what breaks the one behaviour that it checks. */
export const breakages: Breakages = {
  ...conventionBreakages,
  ...pagingBreakages,
  ...retentionBreakages,
  ...parameterBreakages,
  ...instanceBreakages,
  ...ledgerBreakages,
  ...accountBreakages,
  ...balanceBreakages,
  ...offerBreakages,
  ...orderBookBreakages,
  ...tradeBreakages,
  ...poolTradeBreakages,
  ...transactionBreakages,
  ...envelopeBreakages,
  ...submissionBreakages,
  ...refusalBreakages,
  ...operationCodeBreakages,
  ...asynchronousBreakages,
  ...streamBreakages,
  ...liveStreamBreakages,
  ...accountListBreakages,
  ...claimableBalanceBreakages,
  ...poolBreakages,
  ...assetBreakages,
  ...operationBreakages,
  ...operationListBreakages,
  ...effectBreakages,
  ...pathBreakages,
  ...aggregationBreakages,
  ...moreParameterBreakages,
  ...friendbotBreakages,
  ...rateLimitBreakages,
  ...compressionBreakages,
}
