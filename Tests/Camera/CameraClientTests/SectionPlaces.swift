import CameraSchema

enum SectionPlaces {
    static let motion = SectionName(endpoint: "event/motion")
    static let ftp = SectionName(endpoint: "network/ftp")
}
