"""The verifier's primitives give the published answers, and what other implementations give."""

import pyhpke
import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from support.seeded import seeded
from verifier import primitives, writing
from verifier.page import Refused
from verifier.primitives import CHUNK

KEY = bytes(range(32))
CONTEXT = b"context"

RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]
"""Section 7.1: private key, public key, message, signature."""


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"), [tuple(map(bytes.fromhex, each)) for each in RFC_8032]
)
def test_ed25519_gives_the_answers_of_rfc_8032(seed, public, message, signature):
    assert (writing.public_of(seed), writing.sign(seed, message)) == (public, signature)
    assert primitives.is_signed(public, message, signature)
    assert not primitives.is_signed(public, message + b"\0", signature)


def test_hpke_gives_the_answers_of_rfc_9180():
    """Appendix A.1.1, which has the same key encapsulation with AES-128-GCM."""
    seed = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
    public = bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
    ephemeral = bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
    enc = bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")
    sealed = bytes.fromhex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a")
    info, plain, suite = b"Ode on a Grecian Urn", b"Beauty is truth, truth beauty", (1, 16)
    assert primitives.open_envelope(seed, info, enc + sealed, b"Count-0", suite) == plain
    assert writing.envelope(public, info, plain, ephemeral, b"Count-0", suite) == enc + sealed


@pytest.mark.attack(65)
def test_hpke_in_our_suite_is_another_implementations_in_both_directions():
    suite = pyhpke.CipherSuite.new(
        pyhpke.KEMId.DHKEM_X25519_HKDF_SHA256, pyhpke.KDFId.HKDF_SHA256, pyhpke.AEADId.AES256_GCM
    )
    private = X25519PrivateKey.from_private_bytes(KEY)
    public = private.public_key()
    enc, sender = suite.create_sender_context(pyhpke.KEMKey.from_pyca_cryptography_key(public), info=CONTEXT)
    assert primitives.open_envelope(KEY, CONTEXT, enc + sender.seal(b"plain")) == b"plain"
    sealed = writing.envelope(public.public_bytes_raw(), CONTEXT, b"plain", seeded()(32))
    receiver = suite.create_recipient_context(
        sealed[:32], pyhpke.KEMKey.from_pyca_cryptography_key(private), info=CONTEXT
    )
    assert receiver.open(sealed[32:]) == b"plain"


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5000])
@pytest.mark.attack(65)
def test_streams_are_the_librarys_in_both_directions(length):
    plain = seeded(length)(length)
    theirs = Cobblestone256Encryptor(KEY, CONTEXT)
    assert primitives.open_stream(KEY, CONTEXT, theirs.update(plain) + theirs.finalize()) == plain
    reader = Cobblestone256Decryptor(KEY, CONTEXT)
    assert reader.update(writing.stream(KEY, CONTEXT, plain, seeded())) + reader.finalize() == plain


@pytest.mark.parametrize("cut", [0, 23, 55, 56, 71, 56 + CHUNK + 16, 56 + CHUNK + 31, -1])
def test_a_cut_stream_opens_to_nothing(cut):
    sealed = writing.stream(KEY, CONTEXT, bytes(CHUNK + 100), seeded())
    with pytest.raises(Refused) as caught:
        primitives.open_stream(KEY, CONTEXT, sealed[:cut])
    assert caught.value.outcome == "DECRYPT"


def test_hkdf_gives_the_answer_of_rfc_5869():
    """Appendix A.3, cut to the 32 bytes we take."""
    answer = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert primitives.subkey(b"\x0b" * 22, b"").hex() == answer


def test_argon2id_is_that_of_a_library_that_gives_the_answer_of_rfc_9106():
    """PyNaCl takes neither the lanes nor the secret of the published vector, so another library stands between."""
    published = Argon2id(
        salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, secret=b"\3" * 8, ad=b"\4" * 12
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert published.derive(b"\1" * 32).hex() == tag
    kdf = {"memory_kib": 65_536, "iterations": 3, "lanes": 1, "salt": primitives.as_text(KEY[:16])}
    theirs = Argon2id(salt=KEY[:16], length=32, iterations=3, lanes=1, memory_cost=65_536).derive("口令".encode())
    assert primitives.derived("口令", kdf, CONTEXT) == primitives.subkey(theirs, CONTEXT)


def test_trees_have_the_published_roots():
    """The test vectors of certificate transparency, for 0 to 8 leaves."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    data = [bytes.fromhex(leaf) for leaf in leaves]
    assert [primitives.tree(data[:size]).hex() for size in range(9)] == roots
