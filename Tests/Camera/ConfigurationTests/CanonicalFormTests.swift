import CameraSchema
import Configuration
import JSONTree
import Testing

/// What a camera sends, and what CamKeep keeps of it: one example of each type.
struct CanonicalForm: Sendable, CustomTestStringConvertible {
    let name: String
    let endpoint: String
    /// The data of the camera's answer.
    let wire: String
    /// The canonical form, or the part of it that the pointer names.
    let config: String
    var at = ""

    var testDescription: String { name }
}

@Suite struct CanonicalFormTests {
    static let forms: [CanonicalForm] = [
        CanonicalForm(
            name: "a grid is a set of columns per row", endpoint: "event/motion",
            wire: #"{"enable": "1", "sensitivity": 3, "region": {"delimitType": 33, "area": [0, 4193280, 5, 0]}}"#,
            config:
                #"{"enable":true,"region":{"cells":{"1":"10-21","2":"0,2"},"columns":22,"rows":18},"sensitivity":3}"#),
        CanonicalForm(
            name: "a schedule is merged intervals per weekday", endpoint: "event/alarm-out",
            wire: #"""
                {"schedule": [
                 [[0, 1440]], [[480, 720], [720, 1080], [0, 0]], [[600, 660], [540, 630]], [], [[60, 60]], [],
                 [[1380, 1440], [0, 60]]]}
                """#,
            config: #"""
                {"friday":[],"monday":["08:00-18:00"],"saturday":["00:00-01:00","23:00-24:00"],
                 "sunday":["00:00-24:00"],"thursday":[],"tuesday":["09:00-11:00"],"wednesday":[]}
                """#, at: "/schedule"),
        CanonicalForm(
            name: "a record schedule has types, and a day may have a mode", endpoint: "storage/regular-record-property",
            wire: #"""
                {"weekScope": {"dayScope": [
                 {"socpeMode": 3, "hourScope": [[0, 480, 1], [480, 1080, 2], [1080, 1440, 1], [], [], []]},
                 {"socpeMode": 0, "hourScope": []}, {"socpeMode": 3, "hourScope": [[0, 60, 99]]},
                 {"socpeMode": 3, "hourScope": []}, {"socpeMode": 3, "hourScope": []},
                 {"socpeMode": 3, "hourScope": []}, {"socpeMode": 3, "hourScope": []}]}}
                """#,
            config: #"""
                {"friday":[],"monday":{"mode":"no period (0)","periods":[]},"saturday":[],
                 "sunday":["00:00-08:00 timed (1)","08:00-18:00 motion (2)","18:00-24:00 timed (1)"],
                 "thursday":[],"tuesday":["00:00-01:00 type 99"],"wednesday":[]}
                """#, at: "/weekScope/dayScope"),
        CanonicalForm(
            name: "a bitmask is a list of names, and of bits without a name", endpoint: "event/alarm-scope",
            wire: #"{"alarmTypeScope": 35}"#,
            config: #"{"alarmTypes":["motion detection (bit 0)","alarm input (bit 1)","bit 5"]}"#),
        CanonicalForm(
            name: "nobody knows the bits of linked actions", endpoint: "event/video-cover",
            wire: #"{"alarmLinkScope": 37}"#,
            config: #"{"alarmLinkScope":["bit 0","bit 2","bit 5"]}"#),
        CanonicalForm(
            name: "an enumeration is a name with its number", endpoint: "system/system-time",
            wire: #"{"timeZone": 8, "model": "1"}"#,
            config: #"{"model":"PC (1)","timeZone":"UTC+08:00 (8)"}"#),
        CanonicalForm(
            name: "an unknown number of an enumeration stays a number", endpoint: "system/system-time",
            wire: #"{"timeZone": "77"}"#,
            config: #"{"timeZone":77}"#),
        CanonicalForm(
            name: "streams stand in their order", endpoint: "video/video-encode",
            wire: #"""
                {"streamEncode": [{"encodeType": 1, "width": "2592", "height": 1944, "isSupport": 0},
                 {"encodeType": 0, "width": 640, "height": 480, "isSupport": 1}]}
                """#,
            config: #"""
                {"streamEncode":[{"encodeType":"H.265 (1)","height":1944,"isSupport":true,"width":2592},
                 {"encodeType":"H.264 (0)","height":480,"isSupport":false,"width":640}]}
                """#),
        CanonicalForm(
            name: "ports are keyed by protocol, without the blanks of their names", endpoint: "network/port",
            wire: #"""
                [{"type": 4, "enable": true, "property": {"httpProtocol ": {"port": 80}}},
                 {"argType": "1", "enable": 1, "property": {"rtspProtocol ": {"port": "554", "encrypt": 0}}}]
                """#,
            config: #"""
                {"1":{"enable":true,"property":{"rtspProtocol":{"encrypt":false,"port":554}},"type":"RTSP (1)"},
                 "4":{"enable":true,"property":{"httpProtocol":{"port":80}},"type":"private (4)"}}
                """#),
        CanonicalForm(
            name: "names are spelled right, and switches the right way round", endpoint: "image/osd",
            wire: #"{"visiable": 1, "nameVisiable": 0, "text": "Front door", "dateVisiable": "1"}"#,
            config: #"{"dateVisible":false,"nameVisible":true,"text":"Front door","visible":true}"#),
        CanonicalForm(
            name: "a time of day is what a clock shows", endpoint: "image/fill-light",
            wire: #"{"dawnTime": 390, "darkTime": 1110}"#,
            config: #"{"darkTime":"18:30","dawnTime":"06:30"}"#),
        CanonicalForm(
            name: "a rectangle stands among its neighbours", endpoint: "event/face-detect",
            wire:
                #"{"startPointX1": 0, "startPointY1": 100, "endPointX2": 10000, "endPointY2": "9900", "sensitivity": 4}"#,
            config: #"{"area":{"from":[0,100],"to":[10000,9900]},"sensitivity":4}"#),
        CanonicalForm(
            name: "a polygon is a list of points", endpoint: "event/intrusion",
            wire: #"{"area": [{"x1": 0, "y1": 0, "x2": 5000, "y2": 0, "x3": 5000, "y3": 5000, "x4": 0, "y4": 5000}]}"#,
            config: #"{"area":[[[0,0],[5000,0],[5000,5000],[0,5000]]]}"#),
        CanonicalForm(
            name: "of a secret stands there whether it is set", endpoint: "network/snmp",
            wire: #"{"readCommunity": "public", "writeCommunity": "", "serverPort": 161}"#,
            config: #"{"readCommunity":{"secret":"set"},"serverPort":161,"writeCommunity":{"secret":"empty"}}"#),
        CanonicalForm(
            name: "what does not fit its type stays as it came", endpoint: "event/motion",
            wire: #"{"enable": "maybe", "sensitivity": 2.5, "region": null}"#,
            config: #"{"enable":"maybe","region":null,"sensitivity":2.5}"#),
    ]

    @Test(arguments: forms)
    func isAsDocumented(form: CanonicalForm) throws {
        let endpoint = try #require(Coverage.schema.get().endpoints[form.endpoint])
        let limits = JSONReader.Limits(bytes: 10_000, depth: 20)
        let wire = try JSONReader.readStrictly(Array(form.wire.utf8), limits: limits)
        let config = try JSONReader.readStrictly(Array(form.config.utf8), limits: limits)
        let section = Normalizer.normalize(wire, of: endpoint)
        let part = section.config[try #require(JSONPointer(form.at))]
        #expect(part?.prettyText == config.prettyText)
        #expect(section.undocumented.isEmpty)
        #expect(try WireEncoder.encode(section, of: endpoint, .get) == wire)
    }
}
