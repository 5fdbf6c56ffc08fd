import ipaddr from 'ipaddr.js';

/**
 * What counts as one client among network addresses: an IPv4 address, or the /64 of an IPv6 address, since whoever has
 * one address there has all of them. What is no address is returned as it is.
 */
export function networkOf(address = 'unknown'): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
