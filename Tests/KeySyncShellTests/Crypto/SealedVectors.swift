import KeySyncCore
import KeySyncCrypto

/// Sealed messages of the protocol's vectors, in their parts: from Alice to Bob in the cluster `prod`.
struct SealedVector {
  let messageID: String
  let nonce: String
  let ciphertext: String
  let wrapped: String

  /// `external_aad ‖ 00 ‖ sender public key ‖ message_id`.
  func additionalData() throws -> [UInt8] {
    try Array("keysync/v1/prod".utf8) + [0] + TestIdentities.bytes(TestIdentities.alicePublicKey + messageID)
  }

  /// Opens the message as Bob.
  func open() throws -> [UInt8] {
    try Sealer(identity: TestIdentities.bob()).open(
      nonce: TestIdentities.bytes(nonce),
      ciphertext: TestIdentities.bytes(ciphertext),
      candidates: [TestIdentities.bytes(wrapped)],
      additionalData: additionalData(),
      from: TestIdentities.alice().nodeID
    )
  }

  /// `sealed-one-recipient`.
  static let oneRecipient = SealedVector(
    messageID: "8ea8fd3cc28fb23f7efc383fbc3983d7",
    nonce: "4576ce9856e8a82d461c110460fa5b523b0fae2013b7574b",
    ciphertext: "cbd13ccd95af3ff95589101dc1e78d1933c18f4f184e4ad6cb48ec6d0d55e7d85761cc12ccc797de98f28fb83fb30b07"
      + "77914750cf64bfa88eadb8fe1cc90653e58885c94be26421f327e06c15721990ac2139a51af53f7a29bc4742090a3c68"
      + "0b61d5f3ee942d20593c110242401b8fe106421eae0bc4f66e590678dcb623856496bf6bb55fe7952e7b0cf9aa9f9494"
      + "cdeddfedbf50a23487a759a6743ec5c9738ef9f5ef86b77773779f98b7080a0a248958ae8f38b7bd8cc052f6e1b12a02"
      + "86e8afdf1df878f10e4076e2f926b176a7d7776c2d890d88c1fea57a70e521aab62d63c05fd4ac9ec21dcafcbc91369f"
      + "7f93a605d53b61ac82709fdba3a4eeab59451bbc3fe500c5e28c77db7ed0796fa199375a30b79416f80ab5cc246e07b4"
      + "59eb2acba5ce9705dc85620d5ccc41fc9ff55ba1f40505eacd0f4d5f66794df86bcbb3ee4c3e20c70afd164e937e0932"
      + "c292dbf54ada01b3091a97b446db01753cdeaa948dd6f70278b144d7ab8a78aa826c0d9ca5461eea6f4517bf887a3ab4"
      + "fe96f36690a40ef02085915acfe50bcf",
    wrapped: "2c2d0e0685952df6a9ffdf204193deec074ed2245c55b255e99e8e7637185ee99930f9cb7952bb8b1cc6e79c4dc1192d"
  )

  /// `sealed-padding-81`.
  static let padding81 = SealedVector(
    messageID: "bc95a6e9c39d99726b79a23008a876c2",
    nonce: "dcd419e4993cb22424c4aec5f6e3911c8f2f514b918c3130",
    ciphertext: "4c1ae9b2119ead1af2ed2c296383fdd0d264c7483c0e8e24a5aa2f526100db6739f450494a23fc3167bcacaa4050ae5b"
      + "774e9cbaeb09aab5cecae43bcb6075a2c11a11fc9f14de0eb678c608fcca14f1fc1cabdb948b370930c6860bb0c13679"
      + "f78f8ae2ca7eaeefc3587476f0387b38f12b1ea7be6ac74a6801dc0e2ca4728224deb341f210bb063cbb6d63efa22d15"
      + "e0bc108259543ba55c1a83fbda2625c08a69e2c8f17901da27ef7d052d30db01fdcbe2a638f6ec8c5eb38352b73ec852"
      + "f10940c2c400e291941d7160c66073ce3a0cd2167a7bddb35c679e0fac99a95f1a94f9dc24a0214aa29dd9fe1576e5a1"
      + "ad6806014059114ba678f96e99bf22f0edb79b5246b633eb8c91e130aa04136c3ab06c6171c4b6ee740a36eea69760c0"
      + "23364eda1df2c11023e9e781718c3bedb5e79051c22834bf6598405590e4e139d28456e975b502e8f53da034b0ae48cc"
      + "2841c44bb93d0317f360dc52ad5b5d8b17d80344ef8e9d32e0e24d1cf679bd197db63aeb6cf52222682358f83135edcf"
      + "5397e68eaf488074d215650e5bacc31d",
    wrapped: "8a37a3631d54fd6451c450284f029a0ac390156091c426dfea8ef5b6c5ff0207731adf03652a41b2a02a1c41d9b37692"
  )

  /// The changes of `sealed-one-recipient` as CBOR.
  static let changes =
    "8183590113d2845836a30127045820255b563a75827d250357c9ff001b23d601aacb2b0bef2a629528d526f2ab851a10"
    + "6e6b657973796e632d7265636f7264a05894a80170757365725f7369676e696e675f6b65790202038158202390747853"
    + "53804d7281172b925047b2e62d59ecc283d4bbb0d8b7c0c618a8900401051b0000019b9f0d32e8066745643235353139"
    + "07582093cc716e3e4a1a6c3fd3c126605391395c0c45a9489f77135c00002d0e8bbd5c0858206676710865c3ebc30812"
    + "cb9698c747eb0a8b0e3e52d4f99ab05997c33085615b58405c483fc5cb7af4c4dafe2bd16fc1e83bf7e671735e363c1b"
    + "a70dbeb09f08be2347c187c34c8822078c9eab0a306bb625dacefaa02af523d3793c649494d529065840bf920c753f72"
    + "458f93860c09eec77c75c8353a0c93aee3fa666ec05150d52e638383f04efe7602d768a7497416ce817c5b4426db140a"
    + "1e0473ea22cada2deffb5820554d8baa5c34b23b8463027d09c91469afcfd0aa324004615a9bbaafabb59e2e"
}
