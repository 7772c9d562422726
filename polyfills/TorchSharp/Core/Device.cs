using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public class Device
    {
        public Device(string description)
        {
            string[] parts = description.Split(':');
            int number = -1;
            if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number)))
                throw new ArgumentException($"'{description}' is no device; write a type and, where there are several, an index: cpu, cuda:0.", nameof(description));
            type = Parse(parts[0]);
            index = Index(type, number);
        }

        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = Index(deviceType, index);
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => type.ToString().ToLowerInvariant() + (index == -1 ? "" : ":" + index.ToString(CultureInfo.InvariantCulture));

        internal bool Same(Device other) => type == other.type && (index == other.index || index < 0 || other.index < 0);

        private static int Index(DeviceType type, int index) => type == DeviceType.CUDA && index < 0 ? 0 : index;

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"'{name}' is no device type; there are cpu, cuda, mps and meta."),
        };
    }
}
