"""The parts that the clients of all APIs share.

`errors`, `retries` and `responses` are loaded with the package. The decoder and its parts are loaded when
the first response is decoded, so that importing the package is fast.
"""
