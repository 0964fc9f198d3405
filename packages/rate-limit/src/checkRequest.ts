import { invalidOption } from './errors.ts'
import { priorities } from './requestQueue.ts'
import { isCount } from './settings.ts'
import type { LimitedRequest } from './types.ts'

/** @throws `InvalidOptionError` for the first part of a request that is out of its range. */
export function checkRequest({ priority, weight = 1, timeoutMs }: LimitedRequest, mostTokens: number): void {
  if (!priorities.includes(priority)) throw invalidOption('priority', priority, `one of ${priorities.join(', ')}`)
  if (!isCount(weight) || weight < 1 || weight > mostTokens) {
    throw invalidOption(
      'weight',
      weight,
      `a whole number from 1 to ${mostTokens}, the most that can be granted at once`,
    )
  }
  if (timeoutMs !== undefined && !(timeoutMs >= 0)) {
    throw invalidOption('timeoutMs', timeoutMs, 'a number of milliseconds from 0 on')
  }
}

/** @throws `InvalidOptionError` for a weight that counts nothing. */
export function checkTurn(weight: number): void {
  if (!isCount(weight)) throw invalidOption('weight', weight, 'a whole number from 0 on')
}
