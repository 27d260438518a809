import Cryptography
import Files
import Foundation
import Glibc
import Testing

struct PrivateFileTests {
    @Test(arguments: [0o600, 0o400, 0o700])
    func aFileForItsOwnerAloneIsRead(mode: Int) throws {
        let folder = try Folder()
        try folder.write("secret", to: "file", mode: mode)
        #expect(try PrivateFile.read(folder.path + "/file", limit: 100) == SecretBytes(utf8: "secret"))
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620, 0o602, 0o610, 0o601, 0o777, 0o4600])
    func aFileThatIsOpenToOthersIsRefused(mode: Int) throws {
        let folder = try Folder()
        try folder.write("secret", to: "file", mode: mode)
        #expect(throws: FileFault(kind: .openToOthers(mode: UInt32(mode)))) {
            try PrivateFile.read(folder.path + "/file", limit: 100)
        }
    }

    @Test func aLinkLeadsToTheFileThatIsChecked() throws {
        let folder = try Folder()
        try folder.write("secret", to: "file", mode: 0o644)
        symlink("file", folder.path + "/link")
        #expect(throws: FileFault(kind: .openToOthers(mode: 0o644))) {
            try PrivateFile.read(folder.path + "/link", limit: 100)
        }
        chmod(folder.path + "/file", 0o600)
        #expect(try PrivateFile.read(folder.path + "/link", limit: 100).count == 6)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func anotherUsersFileIsRefused() throws {
        let folder = try Folder()
        try folder.write("secret", to: "file")
        #expect(chown(folder.path + "/file", 12345, 12345) == 0)
        #expect(throws: FileFault(kind: .foreignOwner(user: 12345))) {
            try PrivateFile.read(folder.path + "/file", limit: 100)
        }
    }

    @Test func aNewFileIsWholeAndPrivate() throws {
        let folder = try Folder()
        let path = folder.path + "/a/b/file"
        try PrivateFile.makeFolder(of: path)
        try PrivateFile.create(path, SecretBytes(utf8: "secret"))
        #expect(try folder.read("a/b/file") == "secret")
        #expect(try folder.mode("a/b/file") == 0o600)
        #expect(try folder.mode("a/b") == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["file"])
    }

    @Test func nothingIsEverOverwritten() throws {
        let folder = try Folder()
        try folder.write("old", to: "file")
        symlink("nowhere", folder.path + "/link")
        for name in ["file", "link"] {
            #expect(throws: FileFault(kind: .system(code: EEXIST))) {
                try PrivateFile.create(folder.path + "/" + name, SecretBytes(utf8: "new"))
            }
        }
        #expect(try folder.read("file") == "old")
        #expect(try folder.names == ["file", "link"])
    }

    // Two runs at once must not each believe that their key is the one that was kept.
    @Test func ofManyAtOnceExactlyOneMakesTheFile() async throws {
        let folder = try Folder()
        let path = folder.path + "/file"
        let winners = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    (try? PrivateFile.create(path, SecretBytes(utf8: "\(number)"))) == nil ? nil : number
                }
            }
            return await group.reduce(into: [Int]()) { winners, number in
                if let number { winners.append(number) }
            }
        }
        #expect(winners.count == 1)
        #expect(try winners.map(String.init) == [folder.read("file")])
        #expect(try folder.names == ["file"])
    }
}
