"""The identity of callers: rules P3 to P7 of docs/participant-protocol.md."""

import jwt

LEEWAY_SECONDS = 60


class Unauthenticated(Exception):
    """The token is absent, malformed, forged, expired, or made for another service."""


class Callers:
    """The services that may call the participant, known by their public keys."""

    def __init__(self, key_set: dict, audience: str):
        self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(key_set).keys}
        self._audience = f"counterstep-internal/{audience}"

    def service(self, authorization: str | None) -> str:
        """The name of the calling service, taken from the key that signed its token."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("The authorization must be `Bearer <token>`.")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = self._keys.get(kid)
            if key is None:
                raise Unauthenticated("The token is not valid.")
            jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options={"require": ["aud", "exp"]},
            )
        except jwt.InvalidTokenError:
            raise Unauthenticated("The token is not valid.") from None
        # A service has two keys while they are rotated: `coordinator` and `coordinator.<something>`.
        return kid.partition(".")[0]
