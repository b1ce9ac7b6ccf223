"""The walk through people."""

from tests.support.walk import Address

ADDRESSES: list[Address] = []
