import { expect, test } from 'vitest'
import { explainMissingNode, isNewEnough } from './ensureToolchain.mjs'

test('behavior: a Node that every tool runs on is used as it is', () => {
  expect(
    ['22.19.0', '22.23.3', '24.11.0', '24.21.0', '26.0.0', '27.1.0'].filter((version) => !isNewEnough(version)),
  ).toEqual([])
  expect(['18.20.0', '20.20.2', '22.18.9', '23.11.0', '24.10.0', '25.9.0'].filter(isNewEnough)).toEqual([])
})

test('error: where npm has no Node for the platform, one line says which to install', () => {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  expect(
    explainMissingNode(`npm error code ETARGET\nnpm error notarget No matching version found for ${name}@24.21.0.\n`),
  ).toMatch(/^✗ sdex needs Node .*: install Node 24\.\d+\.\d+ and run this again\.\n$/)
  expect(
    explainMissingNode(`npm error code E404\nnpm error 404  '${name}@24.21.0' is not in this registry.\n`),
  ).toBeDefined()
  expect(explainMissingNode('npm error code ENOTFOUND\nnpm error network request failed\n')).toBeUndefined()
  expect(
    explainMissingNode('npm error code ETARGET\nnpm error notarget No matching version found for pnpm@12.\n'),
  ).toBeUndefined()
})
