import { describe, expect, it } from '@jest/globals';
import { checkAddress, needsPostalCode, isPostalCode } from '@counterstep/service-kit';

describe('a postal code', () => {
  it.each([
    ['US', '62701'],
    ['US', '62701-1234'],
    ['US', '627011234'],
    ['US', '62701 1234'],
    ['IE', 'D02 AF30'],
    ['IE', 'D02AF30'],
    ['IE', 'd02af30'],
    ['IE', 'D6W XY12'],
    ['JP', '100-0001'],
    ['JP', '1000001'],
    ['JP', '100 0001'],
    ['JP', '〒100-0001'],
    ['JP', '１００－０００１'],
    ['IN', '110001'],
    ['IN', '110 001'],
    ['GB', 'SW1A 1AA'],
    ['GB', 'sw1a1aa'],
    ['GB', 'BFPO 57'],
    ['GB', 'bfpo57'],
    ['PL', '00-001'],
    ['PL', '00001'],
    ['PL', '00 001'],
    ['PT', '1000-001'],
    ['PT', '1000001'],
    ['BR', '01310-100'],
    ['BR', '01310 100'],
    ['CZ', '110 00'],
    ['CZ', '110-00'],
    ['SE', '111 22'],
    ['SE', 'SE-111 22'],
    ['NL', '1012ab'],
    ['CA', 'k1a 0b1'],
    ['LT', 'LT-01001'],
    ['LT', 'lt01001'],
    ['LT', '01001'],
    ['LV', 'LV 1010'],
    ['AD', 'ad500'],
    ['AZ', '1000'],
    ['CH', 'CH-8001'],
    ['LU', 'L-1009'],
    ['LI', 'FL-9490'],
    ['KR', '100-011'],
    ['FR', '00200'],
    ['SA', '12345-6789'],
    ['AR', 'c1425clc'],
    ['MT', 'NXR 01'],
  ])('of %s may be %s', (country, code) => {
    expect(isPostalCode(code, country)).toBe(true);
  });

  it.each([
    ['US', '6270'],
    ['US', '6-2701'],
    ['US', '62 701'],
    ['US', 'ABCDE'],
    ['US', ''],
    ['DE', '1011 5'],
    ['DE', '10-115'],
    ['JP', '10-00001'],
    ['JP', '100--0001'],
    ['IE', 'DO2 AF30'],
    ['IN', '010 001'],
    ['GB', 'BFPO'],
    ['GB', ''],
    ['NL', ''],
    ['PR', ''],
    ['CH', 'CH-CH-8001'],
  ])('of %s is not %j', (country, code) => {
    expect(isPostalCode(code, country)).toBe(false);
  });

  it.each([
    ...['HK', 'AE', 'MO', 'QA', 'PA', 'JM', 'FJ', 'AG'],
    ...['IE', 'BB', 'KW', 'OM', 'BH', 'AR', 'EG', 'NG', 'VN', 'CL', 'IL'],
  ])('is not needed in %s, where addresses are complete without', (country) => {
    expect(needsPostalCode(country)).toBe(false);
    const address = { name: 'Ada', line1: '1 Main St', city: 'Central', postalCode: '', country };
    expect(checkAddress(address, ['input'])).toEqual([]);
  });

  it('that is given has the form of its country even where none is needed', () => {
    const address = {
      name: 'Ada',
      line1: '1 Main St',
      city: 'Dublin',
      postalCode: 'DO2 AF30',
      country: 'IE',
    };
    expect(checkAddress(address, ['input'])).toMatchObject([{ path: ['input', 'postalCode'] }]);
  });
});
