import { expect, test } from 'vitest'
import { renderCompact, renderIndented } from './json.ts'

test('behavior: two spaces a level, a member a line, no newline at the end', () => {
  const body = { a: 1, none: undefined, list: [{ b: 'x' }], empty: [], nothing: {}, gone: null }
  expect(renderIndented(body)).toBe(
    '{\n  "a": 1,\n  "list": [\n    {\n      "b": "x"\n    }\n  ],\n  "empty": [],\n  "nothing": {},\n  "gone": null\n}',
  )
})

test('behavior: strings are escaped as Go does', () => {
  expect(renderCompact('a&b<c>d')).toBe(String.raw`"a\u0026b\u003cc\u003ed"`)
  expect(renderCompact('\u2028\u2029')).toBe(String.raw`"\u2028\u2029"`)
  expect(renderCompact('"\\\n\r\t\b\f\u0001\u007f/é')).toBe('"\\"\\\\\\n\\r\\t\\b\\f\\u0001\u007f/é"')
})
