import Foundation
import Testing

@testable import CameraClient

struct LocalTimeTests {
    // A camera that checks the text against its own clock refuses UTC.
    @Test func saysTheTimeOfThisComputersZone() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
        let time = try #require(formatter.date(from: LocalTime.now))
        #expect(abs(time.timeIntervalSinceNow) < 60)
    }
}
