import CameraClient
import Testing

struct ArchivePathTests {
    @Test(arguments: [
        "/filedir/3516CV500_IMX307_X10T1A1M0C0P1_W_21.1.2.0.zip", "/params.tar.gz", "/a/b-c_d+e=f~g", "/a/.hidden",
        "/..a/b",
    ])
    func takesPathsOnTheCamera(text: String) {
        #expect(ArchivePath(text)?.text == text)
    }

    @Test(arguments: [
        "", "filedir/x.zip", "http://192.0.2.1/x.zip", "https://192.0.2.1/x.zip", "//192.0.2.1/x.zip", "/\\192.0.2.1/x",
        "\\\\host\\x", "/..", "/../etc/passwd", "/filedir/../../etc/passwd", "/filedir/..", "/filedir/%2e%2e/x",
        "/x.zip?cookie=1", "/x.zip#a", "/x y.zip", "/x\r\nHost: evil", "/x\u{0}.zip", "/x\u{1B}[31m", "/@192.0.2.1/x",
        "/x:80", "/前门.zip", " /x.zip", "file:///etc/passwd", "/" + String(repeating: "a", count: 1024),
    ])
    func refusesEverythingElse(text: String) {
        #expect(ArchivePath(text) == nil)
    }
}
