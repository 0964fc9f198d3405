import { type Breakages, inBody } from '../breakage.ts'

/** The reason of a refusal loses its wording. */
function faultBreakages(first: number, last: number): Breakages {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return Object.fromEntries(numbers.map((number) => [number, inBody('"reason": "', '"reason": "No: ')]))
}

export const parameterBreakages: Breakages = faultBreakages(48, 84)
export const moreParameterBreakages: Breakages = faultBreakages(383, 414)
